"""Speech to text: the engines, and the service that keeps one ready."""
