"""What courses refuse, by subject."""

from .packages import PackageHereAlready, PackageInUse, PackageRefused, PackagesOff
from .recordings import UnreadableRecording

__all__ = ["PackageHereAlready", "PackageInUse", "PackageRefused", "PackagesOff", "UnreadableRecording"]
