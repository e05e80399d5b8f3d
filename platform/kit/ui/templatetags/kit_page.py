"""What the page shell needs from Django's template blocks."""

import html
import re

from django import template
from django.template.context import Context
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils.html import strip_tags

register = template.Library()


@register.simple_tag(takes_context=True)
def block_content(context: Context, name: str) -> str:
    """What the page put in its block `name`, or "".

    Django renders a block where it stands and once only. The shell needs the title twice
    (the tab and the heading) and must know whether there is an aside before it draws one.
    """
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    block = blocks.get_block(name) if blocks else None
    content = block.render(context) if block else ""
    return content if content.strip() else ""


@register.filter
def plain(markup: str) -> str:
    """Markup without its tags, on one line: for <title>, which would show them."""
    return re.sub(r"\s+", " ", html.unescape(strip_tags(markup))).strip()
