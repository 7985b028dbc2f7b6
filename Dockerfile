# One image for the web server, the worker and the timed work; compose.yaml says which of them a container is.
FROM python:3.11-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python3 -m venv /venv
COPY requirements.txt /build/
RUN /venv/bin/pip install --require-hashes -r /build/requirements.txt

FROM python:3.11-slim-bookworm
ENV PATH=/venv/bin:$PATH \
    PYTHONPATH=/app:/app/site \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=portal.settings.production \
    STATIC_ROOT=/srv/static \
    MEDIA_ROOT=/srv/media \
    PRIVATE_ROOT=/srv/private \
    GRANIAN_HOST=0.0.0.0 \
    GRANIAN_PORT=8000 \
    GRANIAN_WORKERS=2 \
    GRANIAN_BLOCKING_THREADS=4 \
    GRANIAN_RESPAWN_FAILED_WORKERS=true \
    GRANIAN_WORKERS_KILL_TIMEOUT=20
RUN useradd --system --uid 10001 --user-group --home-dir /nonexistent --shell /usr/sbin/nologin glokal \
    && install -d -o glokal -g glokal /srv/media \
    && install -d -m 700 -o glokal -g glokal /srv/private
WORKDIR /app
COPY --from=build /venv /venv
COPY . .
# Collecting needs settings that load; these values go no further than this line.
RUN python -m compileall -q . \
    && SECRET_KEY=only-while-building-the-image-nothing-is-signed-with-this-key ALLOWED_HOSTS=localhost SITE_URL=https://localhost \
    DATABASE_URL=postgres://localhost/none EMAIL_URL=console: DEFAULT_FROM_EMAIL=none@localhost \
    SECURITY_CONTACT=mailto:none@localhost python manage.py collectstatic --no-input
USER glokal
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "portal.wsgi:application"]
