"""Callers by the bearer tokens of the organisation's identity provider."""

import time
from collections.abc import Callable

from trag.accounts.oidc.issuer import Issuer
from trag.accounts.oidc.people import caller_of
from trag.accounts.oidc.provider import Provider
from trag.accounts.oidc.tokens import Expected, verified
from trag.errors import SettingsError
from trag.settings import Settings
from trag.types import Caller


class OidcVerifier:
    """Tells who sends a token. Thread-safe; may wait for the provider, so not for an event loop."""

    def __init__(
        self,
        settings: Settings,
        provider: Provider | None = None,
        now: Callable[[], float] = time.time,
    ) -> None:
        """Raises SettingsError if the settings name no provider, or no audience."""
        audience = settings.oidc_audience or settings.oidc_client_id
        if not audience:
            raise SettingsError(
                "oidc_issuer is set, but neither oidc_audience nor oidc_client_id.",
                hint="TRAG_OIDC_AUDIENCE or TRAG_OIDC_CLIENT_ID says what tokens must be made for.",
            )
        self._settings = settings
        self._provider = provider or Provider(Issuer.parse(settings.oidc_issuer))
        self._expected = Expected(audience)
        self._now = now

    @property
    def provider(self) -> Provider:
        """The provider whose tokens count."""
        return self._provider

    def caller(self, token: str) -> Caller | None:
        """Who sends this token; None if it is not a good one.

        Raises IdentityProviderError if that can't be told because the provider's keys can't be had.
        """
        claims = verified(token, self._provider, self._expected, self._now())
        return None if claims is None else caller_of(claims, self._settings)
