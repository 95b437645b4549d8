// The two builds of this component, in their order: the second names the first's file by its hash.
import { build } from "vite";

export const SDK_MODE = "liveavatar-sdk";
export const SDK_FILE = "liveavatar-sdk.js";

/** Into `dist`, unless another folder is named. */
export async function buildAll(options = {}) {
  const { outDir, ...rest } = options;
  const into = outDir === undefined ? {} : { build: { outDir } };
  await build({ ...rest, ...into, mode: SDK_MODE });
  await build({ ...rest, ...into });
}
