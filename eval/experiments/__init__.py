"""The experiments of the T-RAG paper: each plans its trials, says who is asked, and sums up what came out."""
