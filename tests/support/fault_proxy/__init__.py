"""A proxy in front of a real server that can be told, at any moment, to spoil what it passes."""

from fault_proxy.fault import Fault, Protocol
from fault_proxy.proxy import FaultProxy

__all__ = ["Fault", "FaultProxy", "Protocol"]
