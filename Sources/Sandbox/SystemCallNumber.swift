#if canImport(Glibc)
    /// The kernel's numbers of calls (asm/unistd.h), by architecture.
    enum SystemCallNumber {
        /// The same on all: they were added after the architectures agreed on numbers.
        private static let common = [
            // io_uring_setup, io_uring_enter, io_uring_register
            425, 426, 427,
            // open_tree, move_mount, fsopen, fsconfig, fsmount, fspick, mount_setattr
            428, 429, 430, 431, 432, 433, 442,
            // pidfd_getfd, process_madvise
            438, 440,
        ]
        static let clone3 = 435

        #if arch(x86_64)
            static let architecture: UInt32 = 0xC000_003E
            static let (prctl, clone, tgkill, ptrace, unshare) = (157, 56, 234, 101, 272)

            /// What changes the system, and what reaches into other processes.
            static let ofTheSystem =
                common + [
                    // ptrace, process_vm_readv, process_vm_writev, kcmp
                    101, 310, 311, 312,
                    // mount, umount2, pivot_root, chroot, setns, unshare
                    165, 166, 155, 161, 308, 272,
                    // bpf, perf_event_open, userfaultfd, fanotify_init
                    321, 298, 323, 300,
                    // kexec_load, kexec_file_load, init_module, finit_module, delete_module, reboot
                    246, 320, 175, 313, 176, 169,
                    // swapon, swapoff, acct, quotactl
                    167, 168, 163, 179,
                    // settimeofday, clock_settime, adjtimex, clock_adjtime
                    164, 227, 159, 305,
                    // sethostname, setdomainname, iopl, ioperm, modify_ldt
                    170, 171, 172, 173, 154,
                    // add_key, request_key, keyctl, name_to_handle_at, open_by_handle_at
                    248, 249, 250, 303, 304,
                ]

            /// What programs may do and a decoder need not.
            static let ofPrograms = [
                // execve, execveat
                59, 322,
                // socket, socketpair, connect, bind, listen, accept, accept4
                41, 53, 42, 49, 50, 43, 288,
                // kill, tkill, rt_sigqueueinfo, rt_tgsigqueueinfo, pidfd_send_signal, pidfd_open
                62, 200, 129, 297, 424, 434,
                // chmod, fchmod, fchmodat, fchmodat2, chown, fchown, lchown, fchownat
                90, 91, 268, 452, 92, 93, 94, 260,
                // setxattr, lsetxattr, fsetxattr, removexattr, lremovexattr, fremovexattr
                188, 189, 190, 197, 198, 199,
                // utime, utimes, futimesat, utimensat
                132, 235, 261, 280,
                // truncate, mknod, mknodat
                76, 133, 259,
            ]
        #elseif arch(arm64)
            static let architecture: UInt32 = 0xC000_00B7
            static let (prctl, clone, tgkill, ptrace, unshare) = (167, 220, 131, 117, 97)

            static let ofTheSystem =
                common + [
                    117, 270, 271, 272, 40, 39, 41, 51, 268, 97, 280, 241, 282, 262, 104, 294, 105, 273, 106, 142, 224,
                    225,
                    89, 60, 170, 112, 171, 266, 161, 162, 217, 218, 219, 264, 265,
                ]

            static let ofPrograms = [
                221, 281, 198, 199, 203, 200, 201, 202, 242, 129, 130, 138, 240, 424, 434, 52, 53, 452, 54, 55, 5, 6, 7,
                14,
                15, 16, 88, 45, 33,
            ]
        #endif
    }
#endif
