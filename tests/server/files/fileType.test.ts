import { describe, expect, it } from 'vitest'
import { fileTypeOf, isShown } from '../../../server/files/fileType.ts'

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex')

describe('fileTypeOf', () => {
  const cases: [content: Buffer | string, type: string, shown: boolean][] = [
    ['%PDF-1.7', 'application/pdf', true],
    [hex('89504e470d0a1a0a'), 'image/png', true],
    [hex('ffd8ffe0'), 'image/jpeg', true],
    ['GIF89a', 'image/gif', true],
    ['RIFF\0\0\0\0WEBPVP8 ', 'image/webp', true],
    ['RIFF\0\0\0\0WAVEfmt ', 'audio/wav', true],
    ['\0\0\0\x20ftypM4A ', 'audio/mp4', true],
    ['\0\0\0\x20ftypisom', 'video/mp4', true],
    ['ID3\x04', 'audio/mpeg', true],
    [hex('fffb9064'), 'audio/mpeg', true],
    ['OggS\0', 'audio/ogg', true],
    [Buffer.concat([hex('1a45dfa3'), Buffer.from('....webm')]), 'video/webm', true],
    ['PK\x03\x04....xl/workbook.xml', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', false],
    ['PK\x03\x04....readme', 'application/zip', false],
    ['合同正文', 'text/plain', true],
    ['<svg xmlns="x" onload="alert(1)">', 'image/svg+xml', false],
    ['<?xml version="1.0"?><!-- --><svg>', 'image/svg+xml', false],
    ['\uFEFF  <!DOCTYPE html><script>', 'text/html', false],
    ['<b>bold</b>', 'application/xml', false],
    ['MZ\x90\0', 'application/octet-stream', false],
    ['', 'text/plain', true],
  ]
  it.each(cases)('%j is %s', (content, type, shown) => {
    const head =
      typeof content === 'string'
        ? Buffer.from(content, content.includes('合') || content.includes('\uFEFF') ? 'utf8' : 'latin1')
        : content
    expect([fileTypeOf(head), isShown(type)]).toEqual([type, shown])
  })

  it('text cut in the middle of a character is text', () => {
    expect(fileTypeOf(Buffer.from('合同').subarray(0, 4))).toBe('text/plain')
  })
})
