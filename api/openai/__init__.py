"""The API under the names that clients of OpenAI's know."""
