"""Articles and events → stories, happenings and the claim ledger. Pure code: records in, records out."""

from processors.stories.config import StoryConfig
from processors.stories.linkable import Linkable, linkable
from processors.stories.linker import StoryLinker
from processors.stories.result import LinkResult, Revision

__all__ = ["LinkResult", "Linkable", "Revision", "StoryConfig", "StoryLinker", "linkable"]
