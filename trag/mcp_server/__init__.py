"""trag's tools for assistants that speak the Model Context Protocol, over a server that runs already."""

from trag.mcp_server.reaching import ServerFinder
from trag.mcp_server.server import build_server

__all__ = ["ServerFinder", "build_server"]
