/** The page around a faithfulness report: nothing but its words, figures and one style sheet; no script runs in it. */

/**
 * @param inside escaped HTML from the compute process
 * @param style address of the style sheet, and the source that the policy allows it from
 */
export function faithfulnessPage(inside: string, style: { address: string; source: string }): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${style.source}">
<link rel="stylesheet" href="${style.address}">
<title>Faithfulness</title>
</head>
<body>
<main>
${inside}
</main>
</body>
</html>`;
}
