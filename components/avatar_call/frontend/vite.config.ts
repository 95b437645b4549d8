import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

import { SDK_FILE, SDK_MODE } from "./scripts/builds.mjs";

// Two ES modules with fixed names, built one after the other (scripts/builds.mjs) so that they share no
// chunk: the one that every page loads, and LiveAvatar's SDK, which only its calls load. Whoever asks for
// one adds a hash of its content as ?v=, Python for the first, the first for the second.
export default defineConfig(({ mode }) => {
  const isSdk = mode === SDK_MODE;
  return {
    build: {
      target: "es2022",
      outDir: "dist",
      emptyOutDir: isSdk,
      lib: isSdk
        ? { entry: "src/liveavatar-sdk.ts", formats: ["es"], fileName: () => SDK_FILE }
        : { entry: "src/mount.ts", formats: ["es"], fileName: () => "avatar-call.js" },
      assetsInlineLimit: 200_000,
      reportCompressedSize: true,
      rolldownOptions: { output: { codeSplitting: false, minify: true } },
    },
    plugins: isSdk ? [] : [sdkAddress()],
    define: { "process.env.NODE_ENV": '"production"' },
    test: {
      environment: "happy-dom",
      include: ["tests/**/*.test.{ts,tsx}"],
      // One after the other: on a busy machine a second worker may not even start in time.
      fileParallelism: false,
      pool: "threads",
      // Node would take the SDK's CommonJS file, which its package.json declares to be a module.
      server: { deps: { inline: ["@heygen/streaming-avatar"] } },
    },
  };
});

/** Puts the hash of the SDK's file, built before, into the address that asks for it. */
function sdkAddress(): Plugin {
  let folder = "";
  return {
    name: "liveavatar-sdk-address",
    apply: "build",
    configResolved({ root, build }) {
      folder = resolve(root, build.outDir);
    },
    generateBundle(_options, bundle) {
      const hash = createHash("sha256").update(readFileSync(resolve(folder, SDK_FILE))).digest("hex").slice(0, 16);
      for (const file of Object.values(bundle)) {
        if (file.type === "chunk") file.code = file.code.replaceAll("__LIVEAVATAR_SDK_HASH__", hash);
      }
    },
  };
}
