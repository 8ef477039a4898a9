/** What a deepminer.json of plain images needs, for messages. */

/** The lines to write, in one sentence. */
export function settingsFor(classes: readonly string[]): string {
  const lines = [
    `"classes": ${JSON.stringify(classes)}`,
    '"dataset": {"root": "…", "format": "folder"}',
    '"patches": {"side": [1], "minTissue": 0}',
    '"explanation": {"background": null}',
  ];
  return `Write in deepminer.json: ${lines.join(', ')}. With side 1 and minTissue 0 every image is learned whole; leave the patches out for mammograms.`;
}
