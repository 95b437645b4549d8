// Rebuilds the bundles into a temporary folder and compares them with the committed ones, byte by byte.
import { readdirSync, readFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { buildAll } from "./builds.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const fresh = mkdtempSync(join(tmpdir(), "avatar-call-"));
try {
  await buildAll({ root, logLevel: "warn", outDir: fresh });
  const committed = join(root, "dist");
  const names = new Set([...readdirSync(fresh), ...readdirSync(committed)]);
  const different = [...names].filter((name) => !same(join(fresh, name), join(committed, name)));
  if (different.length > 0) {
    console.error(`dist/ is not what the source builds: ${different.join(", ")}. Run "npm run build" and commit dist/.`);
    process.exitCode = 1;
  } else {
    console.log("dist/ is what the source builds.");
  }
} finally {
  rmSync(fresh, { recursive: true, force: true });
}

function same(one, other) {
  try {
    return readFileSync(one).equals(readFileSync(other));
  } catch {
    return false;
  }
}
