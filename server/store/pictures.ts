/** Media type of a template's picture, by its name. */
export const pictureType = (name: string): string =>
  name.endsWith('.png') ? 'image/png' : name.endsWith('.webp') ? 'image/webp' : 'image/jpeg'

/** Whether content is the picture its name says: whatever else stands in it is not handed on. */
export function isPicture(name: string, content: Buffer): boolean {
  const type = pictureType(name)
  const head = content.subarray(0, 12).toString('latin1')
  if (type === 'image/png') return head.startsWith('\x89PNG\r\n\x1a\n')
  if (type === 'image/webp') return head.startsWith('RIFF') && head.endsWith('WEBP')
  return head.startsWith('\xff\xd8\xff')
}
