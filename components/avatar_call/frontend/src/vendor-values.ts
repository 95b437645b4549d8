/** Values out of a vendor's message, which may hold anything. */

type Fields = Record<string, unknown>;

export const part = (detail: unknown, key: string): unknown =>
  typeof detail === "object" && detail !== null ? (detail as Fields)[key] : undefined;

/** "" for what is no text. */
export const asText = (value: unknown): string =>
  typeof value === "string" ? value : typeof value === "number" ? String(value) : "";

export const asNumber = (value: unknown): number | null => (typeof value === "number" ? value : null);
