"""Model deployments: where a tuned model answers, made once, waited for, and taken down."""
