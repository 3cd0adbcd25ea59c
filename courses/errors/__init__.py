"""What courses refuse, by subject."""

from .recordings import UnreadableRecording

__all__ = ["UnreadableRecording"]
