#!/usr/bin/env python
"""Django's command line for 百廿学堂."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.base")
    from django.conf import settings
    from django.core.management import execute_from_command_line

    from cms.settings.environment import WrongSetting

    try:
        _ = settings.DEBUG  # read now: Django keeps a wrong setting to itself for some commands
        execute_from_command_line(sys.argv)
    except WrongSetting as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
