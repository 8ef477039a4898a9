/** Similar views as a notebook shows them: for our renderer, as a picture, and in words. */
import { SIMILAR_MIME, type SimilarViews } from '../protocol/similar';
import { drawSimilar } from '../units/similarPicture';
import { similarText } from '../units/similarText';

export async function similarItems(similar: SimilarViews): Promise<Record<string, string>> {
  const png = Buffer.from(await drawSimilar(similar)).toString('base64');
  return { [SIMILAR_MIME]: JSON.stringify(similar), 'image/png': png, 'text/plain': similarText(similar) };
}
