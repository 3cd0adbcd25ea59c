"""Make the demonstration videos of the six courses.

Needs: Python 3.11+, Pillow, ffmpeg (libx264, aac) and fc-match (fontconfig) with the font
"Noto Sans CJK SC" (Debian: apt install ffmpeg fontconfig fonts-noto-cjk).

    python make_videos.py                    # all videos
    python make_videos.py elder-care         # only these courses
    python make_videos.py --test-clips DIR   # also short.mp4 and broken.mp4 for the tests

Reads slides.toml and writes, beside itself, for every course:
    <course>.mp4  854x480, 12 fps, H.264 main + AAC mono, faststart, a keyframe every 2 s
    <course>.vtt  captions      <course>.txt  transcript      <course>.jpg  poster
There is no speech: a quiet chord and a chime at each slide; the captions carry the words.
"""

import argparse
import array
import math
import re
import subprocess
import tempfile
import tomllib
import wave
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

HERE = Path(__file__).resolve().parent
W, H, FPS, RATE = 854, 480, 12, 22050
MAX_BYTES, MAX_POSTER, MIN_SECONDS = 700_000, 30_000, 61.0
BLUE, PALE, INK, GREY, LINE = "#0B57A4", "#F5F7FA", "#1F2933", "#5B6773", "#D5DDE6"
LEFT, RIGHT = 60, W - 60
NO_LINE_START = "，。、；：？！）”》"


# ---------------------------------------------------------------- text


@lru_cache
def font(size, bold=False):
    style = "Bold" if bold else "Regular"
    out = subprocess.check_output(
        ["fc-match", "-f", "%{file}\n%{index}\n%{family}", f"Noto Sans CJK SC:style={style}"], text=True
    )
    path, index, family = out.split("\n", 2)
    if "Noto Sans CJK" not in family:
        raise SystemExit("font Noto Sans CJK SC not found: install fonts-noto-cjk")
    return ImageFont.truetype(path, size, index=int(index))


def runs(text):
    """'a **b** c' -> [(char, emphasised), ...]"""
    return [(ch, i % 2 == 1) for i, part in enumerate(text.split("**")) for ch in part]


def wrap(text, size, width):
    """Break into lines of (char, emphasised); no line starts with closing punctuation."""
    rows, row, used = [], [], 0.0
    for ch, strong in runs(text):
        w = font(size, strong).getlength(ch)
        if row and used + w > width and ch not in NO_LINE_START:
            rows.append(row)
            row, used = [], 0.0
        row.append((ch, strong))
        used += w
    return [*rows, row]


def put(draw, x, y, row, size, colour, strong_colour):
    for ch, strong in row:
        f = font(size, strong)
        draw.text((x, y), ch, font=f, fill=strong_colour if strong else colour)
        x += f.getlength(ch)


# ---------------------------------------------------------------- slides


def layers(video, number):
    """(background, [items]) of one slide; the items appear one after the other."""
    slide = video["slides"][number]
    dark = slide["kind"] == "title"
    base = Image.new("RGB", (W, H), BLUE if dark else PALE)
    d = ImageDraw.Draw(base)
    if dark:
        d.text((LEFT, 92), video["series"], font=font(26), fill="#CFE0F3")
        d.rectangle((LEFT, 142, LEFT + 72, 147), fill="#FFFFFF")
        d.text((LEFT, 168), slide["heading"], font=font(56, True), fill="#FFFFFF")
        top, size, gap = 272, 31, 18
    else:
        d.rectangle((0, 0, W, 84), fill=BLUE)
        d.text((LEFT, 20), slide["heading"], font=font(36, True), fill="#FFFFFF")
        count = f"{number + 1}/{len(video['slides'])}"
        d.text((RIGHT - font(22).getlength(count), 32), count, font=font(22), fill="#CFE0F3")
        top, size, gap = (150, 42, 30) if slide["kind"] == "recap" else (120, 34, 46)

    items, y = [], top
    numbered = slide["kind"] == "points"
    for n, text in enumerate(slide["lines"], 1):
        layer = Image.new("RGBA", (W, H))
        d = ImageDraw.Draw(layer)
        x = LEFT + 58 if numbered else LEFT
        rows = wrap(text, size, RIGHT - x + 20)
        if numbered:
            d.ellipse((LEFT, y + 4, LEFT + 40, y + 44), fill=BLUE)
            d.text((LEFT + 20, y + 24), str(n), font=font(24, True), fill="#FFFFFF", anchor="mm")
        for row in rows:
            put(d, x, y, row, size, "#FFFFFF" if dark else INK, "#FFFFFF" if dark else BLUE)
            y += size + 14
        y += gap
        items.append(layer)
    if y - gap > 400:  # the lowest strip belongs to the captions
        raise SystemExit(f"{video['course']} slide {number + 1}: too much text")
    return base, items, dark


def frames(video, plan):
    """Yield every frame. plan: list of (start, end) seconds per slide."""
    total = plan[-1][1]
    previous = None
    for number, (start, end) in enumerate(plan):
        base, items, dark = layers(video, number)
        done = [base]
        for layer in items:
            step = done[-1].copy()
            step.paste(layer, (0, 0), layer)
            done.append(step)
        appear = [0.5 + i * min(2.6, (end - start - 3) / len(items)) for i in range(len(items))]
        for k in range(round(start * FPS), round(end * FPS)):
            t = k / FPS - start
            shown = sum(t >= a for a in appear)
            image = done[shown]
            if shown and t - appear[shown - 1] < 0.5:  # fade the newest item in
                image = Image.blend(done[shown - 1], image, (t - appear[shown - 1]) / 0.5)
            if previous and t < 0.4:  # the new slide wipes in from the left
                edge = int(W * t / 0.4)
                mixed = previous.copy()
                mixed.paste(image.crop((0, 0, edge, H)), (0, 0))
                image = mixed
            else:
                image = image.copy()
            d = ImageDraw.Draw(image)
            clock = f"{int(k / FPS) // 60}:{int(k / FPS) % 60:02d} / {int(total) // 60}:{int(total) % 60:02d}"
            ink, rail = ("#CFE0F3", "#3E7CBD") if dark else (GREY, LINE)
            d.text((RIGHT, 452), clock, font=font(18), fill=ink, anchor="rm")
            d.rectangle((0, 470, W, H), fill=rail)
            x = int(W * k / (total * FPS))
            d.rectangle((0, 470, x, H), fill="#FFFFFF" if dark else BLUE)
            d.ellipse((x - 8, 467, x + 8, 483), fill="#F2A33A")
            yield image
        previous = done[-1]


# ---------------------------------------------------------------- sound, captions


def sound(path, seconds, chimes):
    """A quiet chord (it loops without a seam every 4 s) and a soft bell at each time in chimes."""
    loop = [0.0] * (RATE * 4)
    for hz, level in ((110, 0.05), (164.75, 0.035), (220, 0.03), (277.25, 0.02)):
        for i in range(len(loop)):
            t = i / RATE
            loop[i] += level * math.sin(2 * math.pi * hz * t) * (0.75 + 0.25 * math.sin(math.pi * t / 2))
    n = int(seconds * RATE)
    out = [loop[i % len(loop)] for i in range(n)]
    for at in chimes:
        first = int(at * RATE)
        for i in range(min(RATE * 2, n - first)):
            t = i / RATE
            out[first + i] += (
                min(1, t * 80)
                * math.exp(-3 * t)
                * (0.16 * math.sin(2 * math.pi * 659.25 * t) + 0.08 * math.sin(2 * math.pi * 987.77 * t))
            )
    for i in range(RATE):  # no click at either end
        out[i] *= i / RATE
        out[n - 1 - i] *= i / RATE
    with wave.open(str(path), "wb") as w:
        w.setparams((1, 2, RATE, 0, "NONE", ""))
        w.writeframes(array.array("h", (int(32000 * max(-1, min(1, v))) for v in out)).tobytes())


def reading_time(text):
    return max(4.0, len(text) * 0.2 + 0.8)


def stamp(t):
    return f"{int(t // 3600):02d}:{int(t // 60) % 60:02d}:{t % 60:06.3f}"


def schedule(video):
    """Times of the slides and of the captions."""
    plan, cues, t = [], [], 0.0
    for slide in video["slides"]:
        start = t
        for text in slide["captions"]:
            length = round(reading_time(text) * FPS) / FPS
            cues.append((t, t + length, text))
            t += length
        plan.append((start, t))
    if t < MIN_SECONDS:  # hold the last slide
        plan[-1] = (plan[-1][0], MIN_SECONDS)
        cues[-1] = (cues[-1][0], MIN_SECONDS, cues[-1][2])
    return plan, cues


# ---------------------------------------------------------------- output


def encode(images, wav, target, size, crf):
    command = [
        "ffmpeg",
        "-y",
        "-loglevel",
        "error",
        "-f",
        "rawvideo",
        "-pix_fmt",
        "rgb24",
        "-s",
        f"{size[0]}x{size[1]}",
        "-r",
        str(FPS),
        "-i",
        "-",
        "-i",
        str(wav),
        "-c:v",
        "libx264",
        "-profile:v",
        "main",
        "-pix_fmt",
        "yuv420p",
        "-preset",
        "veryslow",
        "-tune",
        "animation",
        "-crf",
        str(crf),
        "-g",
        str(FPS * 2),
        "-keyint_min",
        str(FPS * 2),
        "-sc_threshold",
        "0",
        "-c:a",
        "aac",
        "-ac",
        "1",
        "-b:a",
        "24k",
        "-movflags",
        "+faststart",
        "-map_metadata",
        "-1",
        "-fflags",
        "+bitexact",
        "-shortest",
        str(target),
    ]
    process = subprocess.Popen(command, stdin=subprocess.PIPE)
    for image in images:
        process.stdin.write(image.tobytes())
    process.stdin.close()
    if process.wait():
        raise SystemExit(f"ffmpeg failed on {target.name}")


def make(video):
    name = video["course"]
    plan, cues = schedule(video)
    total = plan[-1][1]
    target, limit = HERE / f"{name}.mp4", video.get("max_bytes", MAX_BYTES)
    with tempfile.TemporaryDirectory() as tmp:
        wav = Path(tmp) / "sound.wav"
        sound(wav, total, [start for start, _ in plan])
        for crf in (28, 30, 31, 32, 33, 34, 36):  # the first quality that fits
            encode(frames(video, plan), wav, target, (W, H), crf)
            if target.stat().st_size <= limit:
                break
        else:
            raise SystemExit(f"{target.name}: larger than {limit} bytes")

    vtt = ["WEBVTT", ""]
    for number, (a, b, text) in enumerate(cues, 1):
        vtt += [str(number), f"{stamp(a)} --> {stamp(b)}", text, ""]
    (HERE / f"{name}.vtt").write_text("\n".join(vtt), "utf-8")

    text = [f"{video['series']}：{video['slides'][0]['heading']}", ""]
    for slide in video["slides"]:
        shown = "；".join(re.sub(r"\*\*", "", line).replace("　", "；") for line in slide["lines"])
        text += [f"【画面】{slide['heading']}：{shown}", "".join(slide["captions"]), ""]
    (HERE / f"{name}.txt").write_text("\n".join(text), "utf-8")

    base, items, _ = layers(video, 0)
    for layer in items:
        base.paste(layer, (0, 0), layer)
    for quality in (88, 80, 70, 60):
        base.save(HERE / f"{name}.jpg", quality=quality, optimize=True, progressive=True)
        if (HERE / f"{name}.jpg").stat().st_size <= MAX_POSTER:
            break
    print(f"{name}: {total:.1f} s, {target.stat().st_size} bytes, crf {crf}")


def test_clips(folder):
    """short.mp4: 8 s, 320x180, with sound; broken.mp4: cut off before its index, so nothing can read it."""

    def images():
        for k in range(8 * FPS):
            image = Image.new("RGB", (320, 180), PALE)
            d = ImageDraw.Draw(image)
            d.rectangle((0, 0, 320, 40), fill=BLUE)
            d.text((160, 20), "测试短片", font=font(22, True), fill="#FFFFFF", anchor="mm")
            d.text((160, 100), str(k // FPS + 1), font=font(56, True), fill=BLUE, anchor="mm")
            d.rectangle((0, 172, int(320 * k / (8 * FPS)), 180), fill=BLUE)
            yield image

    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as tmp:
        wav = Path(tmp) / "sound.wav"
        sound(wav, 8, [0, 4])
        encode(images(), wav, folder / "short.mp4", (320, 180), 32)
    data = (folder / "short.mp4").read_bytes()
    index, pictures = data.find(b"moov") - 4, data.find(b"mdat") - 4
    (folder / "broken.mp4").write_bytes(data[:index] + data[pictures : pictures + 3000])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("courses", nargs="*")
    parser.add_argument("--test-clips", type=Path, metavar="DIR")
    args = parser.parse_args()
    videos = tomllib.loads((HERE / "slides.toml").read_text("utf-8"))["video"]
    unknown = set(args.courses) - {v["course"] for v in videos}
    if unknown:
        parser.error(f"unknown course: {', '.join(sorted(unknown))}")
    for video in videos:
        if not args.courses or video["course"] in args.courses:
            make(video)
    if args.test_clips:
        test_clips(args.test_clips)


if __name__ == "__main__":
    main()
