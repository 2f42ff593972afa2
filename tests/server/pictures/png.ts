import { crc32, deflateSync } from 'node:zlib'

export function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}

/** A grey picture, with further chunks after its head. */
export function png(width: number, height: number, ...more: readonly Buffer[]): Buffer {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 0, 0, 0, 0], 8)
  const start = Buffer.from('89504e470d0a1a0a', 'hex')
  const data = pngChunk('IDAT', deflateSync(Buffer.alloc((width + 1) * Math.min(height, 4))))
  return Buffer.concat([start, pngChunk('IHDR', head), ...more, data, pngChunk('IEND', Buffer.alloc(0))])
}
