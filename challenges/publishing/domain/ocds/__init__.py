"""What is sought as Open Contracting Data: planning and tender of a release, parties, packages, and the merged record.

The upper house adds what it alone knows (bid statistics, awards) and composes the releases. Everything here is a pure
function of what was published, so the same rows always give the same bytes.
"""
