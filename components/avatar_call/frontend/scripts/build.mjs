import { fileURLToPath } from "node:url";

import { buildAll } from "./builds.mjs";

await buildAll({ root: fileURLToPath(new URL("..", import.meta.url)) });
