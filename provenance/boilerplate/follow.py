"""A short line that asks the reader to follow, subscribe, sign up or get the app is the outlet's own advertisement.

**Blind to:** such requests inside a paragraph of the story; languages not listed here.
Reference: own observation.
"""

from __future__ import annotations

from collections.abc import Iterator

from provenance.boilerplate import Mark, Opening, line_rule

__all__ = ["follow"]

_ASKS = Opening(
    r"follow\s(?:us|me|him|her|them|the|@|[A-Z@][\w.@' -]{1,60}?)\b.{0,60}\b(?:twitter|facebook|instagram|"
    r"x|telegram|linkedin|google|tiktok|youtube|whatsapp|@\w+).{0,60}"
    r"|follow @\w+.{0,40}|(?:sign up|signup|subscribe|register)(?: now| today| here| free)?(?:\s(?:for|to|and|with|"
    r"by|at)\b.{0,140}|[\W_]*)|get (?:the|our|your|all the|breaking|more)\b.{0,60}\b(?:app|newsletter|inbox|updates|"
    r"alerts|notifications|briefing)\b.{0,60}"
    r"|(?:download|install|get) (?:the|our)\b.{0,60}\bapp\b.{0,60}|(?:click|tap) here (?:to|for)\b.{0,120}|(?:join|"
    r"like|find|connect with|watch|subscribe to) (?:us|our|the)\b.{0,60}\b(?:facebook|twitter|whatsapp|telegram|"
    r"youtube|instagram|channel|podcast|newsletter)\b.{0,60}"
    r"|connect (?:with us|us|on|with)\b.{0,40}|support (?:our|independent|quality)\b.{0,80}|(?:have|got) a (?:story|"
    r"tip|news tip)\b.{0,120}|send (?:us )?(?:your )?(?:letters|tips|feedback)\b.{0,80}"
    r"|(?:manage|daily|our|weekly|morning) newsletters?.{0,60}|newsletter sign-?up.{0,40}|give feedback|vote now:?|"
    r"(?:donate|become a (?:member|supporter|subscriber))\b.{0,100}"
    r"|folgen sie uns\b.{0,60}|newsletter abonnieren.{0,40}|suivez[ -]nous\b.{0,60}|abonnez-vous\b.{0,60}|"
    r"síguenos\b.{0,60}|suscríbete\b.{0,60}|siga[ -](?:nos|o|a)\b.{0,60}|inscreva-se\b.{0,60}|"
    r"seguici su\b.{0,60}|iscriviti\b.{0,60}|volg ons\b.{0,60}|bizi takip edin.{0,60}|abone ol.{0,40}|"
    r"подпи(?:сывайтесь|шитесь)\b.{0,80}|تابعونا.{0,60}|اشترك.{0,60}|关注我们.{0,40}",
)
_LONG = 180  # characters


@line_rule(label="furniture", opens=(_ASKS,))
def follow(line: str) -> Iterator[Mark]:
    """Whole short lines that open with the request."""
    if len(line) <= _LONG and _ASKS.fullmatch(line):
        yield Mark(0, len(line), "asks the reader to follow or subscribe")
