import { defineConfig } from "vitest/config";

// One ES module with a fixed name: Python appends a hash of its content as ?v=.
export default defineConfig({
  build: {
    target: "es2022",
    outDir: "dist",
    emptyOutDir: true,
    lib: { entry: "src/mount.ts", formats: ["es"], fileName: () => "avatar-call.js" },
    assetsInlineLimit: 200_000,
    reportCompressedSize: true,
    rolldownOptions: { output: { codeSplitting: false, minify: true } },
  },
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
});
