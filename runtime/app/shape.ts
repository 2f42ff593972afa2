export { isNumeric, type Shape, shapeOf } from '../../engine/record/shape.ts'
