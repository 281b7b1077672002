/** A red dot of four by two pixels. */
export const dot = new Uint8Array(
  Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAQAAAACCAIAAADwyuo0AAAAEElEQVR42mP4z8AARwzIHABvqgf5aN2vpwAAAABJRU5ErkJggg==', 'base64'),
);
