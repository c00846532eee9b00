"""From a bill to its payment: approval, order, transfer, and whom the money reaches."""
