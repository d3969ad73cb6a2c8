"""The pages of the studio: each module has a function `page` that answers a visit."""
