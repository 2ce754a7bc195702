"""Tells the OpenAPI schema how programs sign in."""

from drf_spectacular.extensions import OpenApiAuthenticationExtension

from accounts.authentication import HEADER


class SessionTokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """drf-spectacular finds it by being imported (accounts.apps)."""

    target_class = "accounts.authentication.SessionTokenAuthentication"
    name = "sessionToken"

    def get_security_definition(self, _auto_schema: object) -> dict[str, str]:
        """An API key in a header, in OpenAPI's words."""
        return {
            "type": "apiKey",
            "in": "header",
            "name": HEADER,
            "description": "`meta.session_token` of POST /_allauth/app/v1/auth/login",
        }
