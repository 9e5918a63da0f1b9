"""A matter in a few words."""

from data.record.opinion import Opinion


def short(opinion: Opinion, longest: int = 24) -> str:
    """The beginning of the matter, personal data covered."""
    matter = opinion.matter
    return matter if len(matter) <= longest else matter[:longest] + "…"
