/** The content security policy of our pages in webviews. */

/**
 * Its own script by nonce, styles and fonts of the extension, pictures of the folders that the panel was given, nothing from anywhere else: no
 * connection, no frame, no form that is sent, no other base of addresses.
 * @param source what VS Code serves this webview's files from
 * @param pictures whether the page loads any
 */
export function pagePolicy(source: string, nonce: string, pictures: boolean): string {
  return [
    "default-src 'none'",
    "connect-src 'none'",
    "form-action 'none'",
    "base-uri 'none'",
    ...(pictures ? [`img-src ${source} data:`] : []),
    `style-src ${source}`,
    `font-src ${source}`,
    `script-src 'nonce-${nonce}'`,
  ].join('; ');
}
