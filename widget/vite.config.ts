import { createHash } from "node:crypto";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const BANNER = "/*! Career Advisor chat widget, Apache-2.0. Contains marked (MIT). */\n";

/** Puts the licences on top and prints what an embedding page may pin: the file's integrity hash. */
function finish(): Plugin {
  return {
    name: "finish",
    enforce: "post",
    generateBundle(_, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== "chunk") continue;
        file.code = BANNER + file.code;
        const hash = createHash("sha384").update(file.code).digest("base64");
        console.log(`integrity="sha384-${hash}"`);
      }
    },
  };
}

export default defineConfig({
  plugins: [finish()],
  build: {
    target: "es2022",
    lib: { entry: "src/main.ts", name: "CareerAdvisorWidget", formats: ["iife"], fileName: () => "widget.js" },
    reportCompressedSize: true,
  },
  test: { environment: "jsdom", include: ["test/**/*.test.ts"] },
});
