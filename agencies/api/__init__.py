"""The interface for other systems: the same door, the same rule, the same ledger as the pages."""

from agencies.api.disclosures import DisclosureOut, DisclosureViewSet
from agencies.api.ledger import EntryOut, EntryViewSet
from agencies.api.requests import NoticeViewSet, RequestViewSet
from agencies.api.tenants import AgencyViewSet, PartnershipViewSet
from agencies.api.visible import ActorAuthenticationScheme, AddingViewSet, VisibleViewSet

__all__ = [
    "ActorAuthenticationScheme",
    "AddingViewSet",
    "AgencyViewSet",
    "DisclosureOut",
    "DisclosureViewSet",
    "EntryOut",
    "EntryViewSet",
    "NoticeViewSet",
    "PartnershipViewSet",
    "RequestViewSet",
    "VisibleViewSet",
]
