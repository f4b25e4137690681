"""Articles of one group → the story record: what is known, from how many independent mouths."""

from __future__ import annotations

from collections.abc import Sequence

from processors.stories.config import StoryConfig
from processors.stories.linkable import Linkable
from processors.stories.origins import independent
from tocsin.records import Story


def build_story(identity: str, groups: Sequence[Sequence[Linkable]], config: StoryConfig) -> Story:
    """A pure function of the articles; each group is an original followed by its copies."""
    originals = [group[0] for group in groups]
    items = [item for group in groups for item in group]
    times = sorted(item.at for item in items if item.at is not None)
    return Story(
        id=identity,
        title=next((item.title for item in originals if item.title), None),
        articles=[item.id for item in items],
        duplicates=[item.id for group in groups for item in group[1:]],
        sources=sorted({item.source for item in items if item.source}),
        independent_origins=len(independent(originals)),
        languages=sorted({item.language for item in items}),
        relevance=max((item.relevance for item in originals), default=0.0),
        first_seen=times[0] if times else None,
        last_changed=times[-1] if times else None,
        late=any(item.late for item in items),
    )
