"""Hundredths in figures."""

from django import template

register = template.Library()


@register.filter
def points(hundredths: int) -> str:
    """150 -> 1.5"""
    return f"{hundredths // 100}.{hundredths % 100:02}".rstrip("0").rstrip(".")


@register.filter
def signed_points(hundredths: int) -> str:
    """-5 -> -0.05"""
    sign = "-" if hundredths < 0 else ""
    return f"{sign}{abs(hundredths) // 100}.{abs(hundredths) % 100:02}"
