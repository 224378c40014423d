"""`{% load design %}`: every component of the design system. What each takes is in docs/design-system.md."""

from django.template import Library

from portal.design.tags import blocks, figures, forms, site, wording

register = Library()
for _part in (blocks, figures, forms, site, wording):
    register.tags.update(_part.register.tags)
    register.filters.update(_part.register.filters)
