import { request } from '../../runtime/index.ts'

/** Gives the pictures to a version of a template that waits for approval. @throws ApiError */
export async function sendPictures(template: string, version: string, pictures: readonly Blob[]): Promise<void> {
  await request('PUT', `/store/templates/${template}/${version}/pictures`, {
    body: { pictures: await Promise.all(pictures.map(base64)) },
  })
}

async function base64(picture: Blob): Promise<string> {
  const bytes = new Uint8Array(await picture.arrayBuffer())
  let text = ''
  for (let at = 0; at < bytes.length; at += 8_192) text += String.fromCharCode(...bytes.subarray(at, at + 8_192))
  return btoa(text)
}
