# Countersign as one image for web, gate, jobs and commands: compose.yaml says which runs what.

# What was built, from everything that npm brings.
FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --include=dev
COPY . .
RUN npm run build
RUN rm -rf .next/cache .next/types

# What of node_modules is there to run.
FROM node:24-slim AS modules
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev

FROM node:24-slim
WORKDIR /app
ENV NODE_ENV=production
COPY package.json next.config.mjs ./
COPY bin/launch.mjs ./bin/
COPY bin/build/build-stamp.mjs ./bin/build/
COPY db/migrations ./db/migrations
COPY gate/openapi/reference ./gate/openapi/reference
COPY public ./public
COPY --from=modules /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/.next ./.next
# Nothing below belongs to this user: it reads, and writes nowhere.
USER node
CMD ["node", "--enable-source-maps", "dist/bin/run-one.js", "web"]
