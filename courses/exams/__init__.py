"""How papers are drawn, timed, answered, scored and judged. Pure."""
