;; Masks of a byte a pixel, sixteen pixels at a time. Addresses and lengths are in bytes; lengths are multiples of 16.
(module
  (memory (export "memory") 1)

  ;; target = target or the same from $ahead bytes later, in place.
  (func (export "or") (param $target i32) (param $ahead i32) (param $bytes i32)
    (local $end i32)
    (local.set $end (i32.add (local.get $target) (local.get $bytes)))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $target) (local.get $end)))
        (v128.store (local.get $target)
          (v128.or (v128.load (local.get $target)) (v128.load (i32.add (local.get $target) (local.get $ahead)))))
        (local.set $target (i32.add (local.get $target) (i32.const 16)))
        (br $next))))

  ;; The same with and.
  (func (export "and") (param $target i32) (param $ahead i32) (param $bytes i32)
    (local $end i32)
    (local.set $end (i32.add (local.get $target) (local.get $bytes)))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $target) (local.get $end)))
        (v128.store (local.get $target)
          (v128.and (v128.load (local.get $target)) (v128.load (i32.add (local.get $target) (local.get $ahead)))))
        (local.set $target (i32.add (local.get $target) (i32.const 16)))
        (br $next)))))
