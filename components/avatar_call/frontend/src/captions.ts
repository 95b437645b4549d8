/** Joins the pieces of speech as they arrive. */

/** A vendor's pieces may or may not bring their own spaces; the twin of Python's join_pieces. */
export function appendPiece(text: string, piece: string): string {
  const first = Array.from(piece)[0] ?? "";
  const glued = text === "" || /\s$/u.test(text) || !/[\p{L}\p{N}]/u.test(first);
  return glued ? text + piece : `${text} ${piece}`;
}

/** The longer text wins while a turn grows: the server's and ours are the same words, one ahead. */
export function fullerText(fromServer: string, heardHere: string): string {
  return heardHere.length > fromServer.length ? heardHere : fromServer;
}
