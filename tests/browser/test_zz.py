import os
from tests.browser.site import places
from tests.browser import test_keyboard as k
def test_shots(site):
    for large in (False, True):
        for person in ("visitor","learner","newcomer"):
            with site.person(person,width=320,large=large, device_scale_factor=1) as context:
                page=context.new_page()
                for place in places(site):
                    if place.person!=person: continue
                    place.open(page)
                    if place.name in ("home","my"):
                        f=k.Walk(); k.measure_targets(page,place,500,f); print(place.name, f.small)
                    page.evaluate(k.ENLARGE, 200)
                    page.wait_for_timeout(100)
                    page.screenshot(path=f"/tmp/shots/320{'L' if large else ''}-{place.name.replace(' ','_').replace(',','').replace(':','')}.png", full_page=False)
                    if place.name=="my":
                        page.evaluate("document.querySelector('main').style.width='900px'"); print(page.evaluate(k.SIDEWAYS))
                        page.evaluate("document.querySelector('main').style.width=''; document.querySelector('main').style.maxWidth=''")
