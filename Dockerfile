# schemagen with servers of its own, as a user without rights; a repository is mounted at /work.
# PostgreSQL does not run as a number without a name, so the user is made with yours:
#   docker build --build-arg UID="$(id -u)" --tag schemagen .

FROM python:3.12-slim-bookworm AS wheels
WORKDIR /source
COPY pyproject.toml README.md LICENSE ./
COPY schemagen schemagen
COPY templates templates
COPY specs specs
RUN pip wheel --no-cache-dir --wheel-dir /wheels '.[prove,docs]'

FROM python:3.12-slim-bookworm
ARG UID=1000
# Git is for `diff --from`; any version of it is good enough.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends git libglib2.0-0 libxext6 libxrender1 \
    && rm -rf /var/lib/apt/lists/*
# The wheels are those of the first stage, whose versions it chose.
# hadolint ignore=DL3013
RUN --mount=type=bind,from=wheels,source=/wheels,target=/wheels \
    pip install --no-cache-dir --no-index --find-links /wheels 'schemagen[prove,docs]'
RUN useradd --create-home --uid "$UID" schemagen
USER $UID
WORKDIR /work
ENTRYPOINT ["schemagen"]
CMD ["--help"]
