"""What English writes where a job title is not known."""

from voc.locale.topics.roles import Roles

CONTENT = Roles(unknown=frozenset("unknown none other na".split()))
