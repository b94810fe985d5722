# One image for every process; docker-compose.yml says which command each runs.
FROM node:24-slim AS build
WORKDIR /app
COPY . .
RUN npm install --global npm@11 && npm ci && npm run build

FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build --chown=node:node /app /app
RUN mkdir -p /var/lib/engagex/files && chown node:node /var/lib/engagex/files
USER node
EXPOSE 3000
CMD ["node", "apps/bff/dist/main.js"]
