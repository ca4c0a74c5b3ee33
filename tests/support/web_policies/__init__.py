"""Web configuration files, good and bad ones, and the certificates that they name."""

from web_policies.handshakes import Handshake, client_context, shake_hands
from web_policies.material import Material

__all__ = ["Handshake", "Material", "client_context", "shake_hands"]
